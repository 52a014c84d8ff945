/** The inside of a worker thread: answers each message from its pool, with whatever processor time the event loop leaves. */
import { getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

/** Like `nice`: the loop, which answers everybody, goes first if there are fewer processors than threads. */
const BELOW_THE_LOOP = 10;

/** Answers messages one by one, in order. On the main thread, which has no pool, it does nothing. */
export function answerMessages<Message>(answer: (message: Message) => unknown): void {
  const port = parentPort;
  if (port === null) return;
  // On Linux this is the priority of the calling thread; elsewhere it is the process's, which must not be lowered.
  if (process.platform === 'linux' && getPriority() < BELOW_THE_LOOP) setPriority(BELOW_THE_LOOP);
  port.on('message', async (message: Message) => port.postMessage(await answer(message)));
}
