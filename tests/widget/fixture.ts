/** A bare page that plays one scene, for eyes and screenshots: `?scene=review`. */
import { scenes } from './scenes.ts';
import { hurry, standIn } from './stand-in.ts';
import { visit } from './visitor.ts';

const query = new URLSearchParams(location.search);
const scene = scenes.find(({ name }) => name === query.get('scene')) ?? scenes[0];
if (!scene) throw new Error('no scenes');
sessionStorage.clear();
localStorage.clear();
standIn(scene.replies);
if (scene.hurried) hurry();
const visitor = visit({ ...scene.attributes, locale: query.get('locale') ?? 'es-MX' });
scene.play(visitor).then(
  () => document.body.setAttribute('data-played', ''),
  (error: unknown) => document.body.setAttribute('data-played', String(error)),
);
