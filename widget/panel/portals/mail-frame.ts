/** Shows a mail as it would arrive, in a frame where nothing of it can run. */
import { html } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';

const ADDRESS = '/panel/vista-correo';

/** Creates a sandboxed frame that shows a mail's HTML. */
export function createMailFrame() {
  const frame = createRef<HTMLIFrameElement>();
  let shown = '';
  // The frame's own page allows a mail's inline styles and no script; the sandbox allows none either. Until that page is there, the frame is
  // blank under the panel's policy, which allows neither.
  const write = (): void => {
    const page = frame.value?.contentDocument;
    if (page?.location.pathname === ADDRESS) page.documentElement.innerHTML = shown;
  };
  return {
    show(mail: string): void {
      shown = mail;
      write();
    },
    render: (title: string) =>
      html`<iframe ${ref(frame)} class="mail" sandbox="allow-same-origin" src=${ADDRESS} title=${title} @load=${write}></iframe>`,
  };
}
