import { describe, expect, it } from 'vitest';
import { createLinks } from '../../server/links/links.ts';

const links = createLinks('https://factura.tulipan.mx');
const tenant = { merchantId: 'mer_tulipan', world: 'live' } as const;

describe('links into the panel', () => {
  it('lead to the page of an invoice, a request or a sale, in its merchant and world', () => {
    expect(links.panel.about(tenant, 'inv_1')).toBe(
      'https://factura.tulipan.mx/panel/facturas/inv_1?negocio=mer_tulipan&modo=live',
    );
    expect(links.panel.about(tenant, 'req_1')).toContain('/panel/solicitudes/req_1?');
    expect(links.panel.about(tenant, 'sale_1')).toContain('/panel/ventas/sale_1?');
    expect(links.panel.about(tenant)).toBe('https://factura.tulipan.mx/panel?negocio=mer_tulipan&modo=live');
  });
});

describe('links into the API', () => {
  it('open an invoice and its files by their token', () => {
    expect(links.api.invoice('inv_1', 'tok')).toBe('https://factura.tulipan.mx/v1/invoices/inv_1?token=tok');
    expect(links.api.invoice('inv_1', 'tok', 'pdf')).toBe('https://factura.tulipan.mx/v1/invoices/inv_1/pdf?token=tok');
  });
});

describe('the answer to a request', () => {
  it('opens at the portal’s own domain once it has one', () => {
    const portal = { slug: 'tulipan', host: 'facturas.tulipan.com.mx' };
    expect(links.answer(portal, { id: 'req_1', token: 'tok' })).toBe(
      'https://facturas.tulipan.com.mx/#autofactura=tulipan/requests%2Freq_1%3Ftoken%3Dtok',
    );
  });
});
