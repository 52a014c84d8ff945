/** A thread that answers a message with itself and the priority that it was answered at. */
import { getPriority } from 'node:os';
import { answerMessages } from '../../server/threads/answer-messages.ts';

answerMessages((message: string) => ({ message, priority: getPriority() }));
