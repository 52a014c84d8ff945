/** A bare page that shows one scene of the panel, for eyes and screenshots: `?scene=sales`. */
import { scenes } from './scenes.ts';
import { standIn } from './stand-in.ts';
import { visit } from './visit.ts';

const query = new URLSearchParams(location.search);
const scene = scenes.find(({ name }) => name === query.get('scene')) ?? scenes[0];
if (!scene) throw new Error('no scenes');
sessionStorage.clear();
localStorage.clear();
localStorage.setItem('autofactura-panel-locale', JSON.stringify(query.get('locale') ?? 'es-MX'));
standIn(scene.shop?.(), scene.replies);
const merchant = visit(scene.path);
const play = async (): Promise<void> => {
  await merchant.reads(scene.reads);
  if (scene.press) merchant.press(scene.press);
  if (scene.after) await merchant.reads(scene.after);
};
play().then(
  () => document.body.setAttribute('data-played', ''),
  (error: unknown) => document.body.setAttribute('data-played', String(error)),
);
