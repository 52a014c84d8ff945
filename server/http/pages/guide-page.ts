/** `/ayuda`: the guide for shop owners, one page that needs no script, and its pictures. */
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { Problem } from '../../problems/problem.ts';
import type { ApiVariables } from '../api/api.ts';
import { type Html, page } from '../api/page.ts';
import { type Chapter, GUIDE } from './guide.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PICTURES = new Map(GUIDE.map(({ picture: [name] }) => [`${name}.webp`, pictureFile(name)]));

/** The routes `/ayuda` and `/ayuda/{picture}.webp`. */
export function guideRoutes() {
  const pages = new Hono<ApiVariables>();
  pages.get('/ayuda', (c) => {
    c.header('content-security-policy', POLICY);
    c.header('x-content-type-options', 'nosniff');
    return c.html(page('es-MX', 'Ayuda', guideBody()));
  });
  pages.get('/ayuda/:picture', async (c) => {
    const file = PICTURES.get(c.req.param('picture'));
    if (!file) throw new Problem('unknown-resource');
    const bytes = new Uint8Array(await readFile(file));
    return c.body(bytes.buffer, 200, { 'content-type': 'image/webp', 'cache-control': 'public, max-age=3600' });
  });
  return pages;
}

/** Where a picture of the guide is: next to this file, both in the sources and in the build. */
export function pictureFile(name: string): URL {
  return new URL(`./guide-pictures/${name}.webp`, import.meta.url);
}

function guideBody(): Html {
  return html`<h1>Cómo poner a facturar tu negocio</h1>
    <p>De cero a un QR en tu caja, paso a paso. Todo se hace desde <a href="/panel">tu panel</a>, en una computadora o en un celular.</p>
    <nav aria-label="Contenido"><ol>${GUIDE.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
    ${GUIDE.map(chapterBody)}`;
}

function chapterBody({ id, title, screen, text, picture: [name, alt] }: Chapter): Html {
  return html`<section class="guide" id="${id}">
    <h2>${title}</h2>
    ${text.map((paragraph) => html`<p>${paragraph}</p>`)}
    ${screen === undefined || screen.includes(':') ? '' : html`<p><a href="/panel${screen}">Abrir esta pantalla</a></p>`}
    <img src="/ayuda/${name}.webp" alt="${alt}" loading="lazy" width="390" />
  </section>`;
}
