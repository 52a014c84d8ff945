/**
 * What a visitor would have typed, put where this tab's portals look for it (`autofactura-draft-{slug}` in sessionStorage, the
 * format of widget/portal/draft.ts). Where storage is forbidden nothing is filled in, and nothing else changes.
 */

/** Starts a new visit to a portal with these lookup fields typed. Another sale's visit is forgotten, the receptor is not. */
export function beginVisit(slug, lookup) {
  keep(slug, { lookup, receptor: draftOf(slug).receptor });
}

/** The same, unless the visit under way is about that folio already. */
export function continueVisit(slug, folio) {
  if (draftOf(slug).lookup?.folio !== folio) beginVisit(slug, { folio });
}

/** Types the five fiscal data into the visit under way. */
export function giveReceptor(slug, { rfc, nombre, codigoPostal, regimenFiscal, usoCfdi }) {
  keep(slug, { ...draftOf(slug), receptor: { rfc, nombre, codigoPostal, regimenFiscal, usoCfdi } });
}

/** Makes a portal on this page read its draft again. */
export function reread(portal) {
  portal.replaceWith(portal.cloneNode(true));
}

const key = (slug) => `autofactura-draft-${slug}`;

function draftOf(slug) {
  try {
    return JSON.parse(sessionStorage.getItem(key(slug))) ?? {};
  } catch {
    return {};
  }
}

function keep(slug, draft) {
  try {
    sessionStorage.setItem(key(slug), JSON.stringify(draft));
  } catch {}
}
