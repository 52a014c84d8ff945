import type { HTMLAttributes } from 'react';

const SERVER = 'https://facturas.tutienda.mx';

type Issued = CustomEvent<{ id: string; uuid: string; total: string }>;
type PortalProps = HTMLAttributes<HTMLElement> & {
  portal: string;
  token?: string | undefined;
  locale?: 'es-MX' | 'en' | undefined;
  'onautofactura-issued'?: (event: Issued) => void;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'autofactura-portal': PortalProps;
    }
  }
}

type Props = { portal: string; token?: string | undefined; onIssued?: (uuid: string) => void };

/** The customer's own invoice, on an order page: with the sale's token it opens at their tax data. React 19 loads the script once, however often this is on the page. */
export function Factura({ portal, token, onIssued }: Props) {
  return (
    <>
      <script async type="module" src={`${SERVER}/widget/autofactura-portal.js`} />
      <autofactura-portal portal={portal} token={token} onautofactura-issued={(event) => onIssued?.(event.detail.uuid)}>
        <a href={`${SERVER}/${portal}`}>Factura tu compra</a>
      </autofactura-portal>
    </>
  );
}
