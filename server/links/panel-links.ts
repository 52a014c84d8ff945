/** Links into the panel: to the page where something can be done, for its merchant and world. */
import type { Tenant } from '../merchants/tenant.ts';

/** Builds the URLs of the panel's pages. The tokens are those of the mails and commands that carry the link. */
export type PanelLinks = {
  home(): string;
  /** The page of an invoice, a request or a sale by its id; the panel's first page for anything else, and without a subject. */
  about(tenant: Tenant, subject?: string): string;
  /** The page that an alert of the team opens, without an account. */
  teamPage(token: string): string;
  /** The page where the first owner sets up the server. */
  setup(token: string): string;
  signUp(token: string): string;
  invitation(token: string): string;
  confirmEmail(token: string): string;
  resetPassword(token: string): string;
};

/** The path of the team's pages, one that no portal's slug can take; the token follows. */
export const TEAM_PATH = '/panel/aviso';

const PAGES: Readonly<Record<string, string>> = { inv: 'facturas', req: 'solicitudes', sale: 'ventas' };

/** The links into the panel of the server at `publicUrl`. */
export function createPanelLinks(publicUrl: string): PanelLinks {
  const panel = `${publicUrl}/panel`;
  return {
    home: () => panel,
    about: ({ merchantId, world }, subject = '') => {
      const page = PAGES[subject.slice(0, subject.indexOf('_'))];
      const path = page === undefined ? '' : `/${page}/${encodeURIComponent(subject)}`;
      return `${panel}${path}?${new URLSearchParams({ negocio: merchantId, modo: world })}`;
    },
    teamPage: (token) => `${publicUrl}${TEAM_PATH}/${token}`,
    setup: (token) => `${panel}/setup?token=${token}`,
    signUp: (token) => `${panel}/sign-up?token=${token}`,
    invitation: (token) => `${panel}/invitation?token=${token}`,
    confirmEmail: (token) => `${panel}/confirm-email?token=${token}`,
    resetPassword: (token) => `${panel}/reset-password?token=${token}`,
  };
}
