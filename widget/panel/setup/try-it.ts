/** Testing the portal: the server goes through it as a customer and ticks each step, and the merchant can do so too. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { Refusal } from '../api.ts';
import { empty } from '../lists/pages-of.ts';
import { afterwards } from '../next-step.ts';
import type { OpenPage, Panel } from '../page.ts';
import { createMailFrame } from '../portals/mail-frame.ts';
import { remote } from '../remote.ts';
import { language, trouble } from '../texts.ts';
import type { PortalRef, ProblemBody } from '../wire.ts';
import { downloads, stepRow, type TestRun, tryAlone } from './test-run.ts';

/** What is in progress, and its result. */
type Walk = { busy: boolean; run: TestRun | undefined; problem: ProblemBody | undefined };

/** Opens the page that issues a test invoice from beginning to end. */
export const tryItPage: OpenPage = (panel) => {
  const world = 'test';
  const portals = remote(panel, () => panel.call<{ portals: readonly PortalRef[] }>('GET', 'portals', { world }));
  const mail = createMailFrame();
  const walk: Walk = { busy: false, run: undefined, problem: undefined };
  // On returning from the other window, the result is shown.
  const look = (): void => {
    if (document.visibilityState === 'visible') panel.changed();
  };
  document.addEventListener('visibilitychange', look, { signal: panel.signal });
  panel.changed();
  const go = (slug: string) => walkPortal(panel, slug, walk, (text) => mail.show(text));
  return {
    title: () => msg('Pruébalo como cliente', { id: 'step-test' }),
    lead: () =>
      msg('Factura una venta de prueba en tu portal y mira lo que verán tus clientes.', { id: 'step-test-why' }),
    render: () => {
      const isDone = panel.steps()?.some(({ step, done }) => step === 'test' && done);
      return html`${afterwards(panel, isDone ? msg('Ya hiciste una factura de prueba.', { id: 'try-done' }) : undefined)}
        ${portals.show(({ portals: all }) => {
          const [portal] = all;
          if (!portal)
            return empty(
              msg('Primero crea tu portal.', { id: 'try-no-portal' }),
              msg('Cuando tengas uno, aquí lo pruebas de principio a fin.', { id: 'try-none' }),
              html`<a class="button" href="/panel/portales">${msg('Crear mi portal', { id: 'portal-create' })}</a>`,
            );
          return html`${all.map(({ slug, title }) => start(walk, go, slug, all.length > 1 ? title : undefined))}
            ${walk.problem ? notice('bad', walk.problem.detail) : nothing}
            ${walk.run ? result(walk.run, portal, mail.render(msg('El correo que recibiría', { id: 'run-mail' }))) : nothing}`;
        })}`;
    },
  };
};

async function walkPortal(panel: Panel, slug: string, walk: Walk, show: (mail: string) => void): Promise<void> {
  if (walk.busy) return;
  Object.assign(walk, { busy: true, run: undefined, problem: undefined });
  panel.redraw();
  panel.say(running());
  try {
    walk.run = await panel.call<TestRun>('POST', `portals/${slug}/test-run`, { world: 'test' });
    show(walk.run.mail?.html ?? '');
    await panel.changed();
    panel.say(outcome(walk.run));
  } catch (error) {
    if (panel.signal.aborted) return;
    walk.problem = error instanceof Refusal ? error.problem : trouble('unreachable');
  } finally {
    walk.busy = false;
    panel.redraw();
  }
}

const running = (): string => msg('Probando tu portal…', { id: 'run-busy' });

function outcome({ ok }: TestRun): string {
  return ok
    ? msg('Tu portal funciona de principio a fin.', { id: 'run-ok' })
    : msg('Algo no funcionó. Abajo dice qué hacer.', { id: 'run-failed' });
}

function start(walk: Walk, go: (slug: string) => unknown, slug: string, title: string | undefined): TemplateResult {
  const text = title
    ? msg(str`Probar «${title}» (${slug})`, { id: 'run-this' })
    : msg('Probar mi portal', { id: 'run' });
  return html`<div class="actions">
    ${action(walk.busy ? running() : text, () => go(slug), 'big')}
    ${title ? nothing : html`<p class="hint">${msg('Hacemos una venta de prueba, la facturamos en tu portal con el RFC genérico y revisamos el XML, el PDF y el correo. Tarda unos segundos.', { id: 'run-why' })}</p>`}
  </div>`;
}

function result(run: TestRun, portal: PortalRef, mailFrame: TemplateResult): TemplateResult {
  return html`<section aria-labelledby="run-steps">
      <h2 id="run-steps">${outcome(run)}</h2>
      <ol class="story run">${run.steps.map((step) => stepRow(step, language()))}</ol>
      ${downloads(run)}
    </section>
    ${
      run.mail
        ? html`<section aria-labelledby="run-mail">
            <h2 id="run-mail">${msg('El correo que recibiría', { id: 'run-mail' })}</h2>
            <p class="hint">${msg(str`Asunto: ${run.mail.subject}`, { id: 'run-subject' })}</p>
            ${mailFrame}
          </section>`
        : nothing
    }
    ${run.tryIt ? tryAlone(run.tryIt, portal) : nothing}`;
}
