/** What a stand-in reads of the SAT's `Cancelacion`; that its signature holds is proven in tests/csd/cancellation.test.ts. */
import { elementsNamed, parseXmlAnswer } from '../../server/outbound/xml-answer.ts';
import type { SignedCancellation } from '../../server/pac/sandbox/signed-cancellation.ts';

/** `undefined` for what is not one, or not signed. */
export function askedIn(xml: string): SignedCancellation | undefined {
  const cancelacion = parseXmlAnswer(xml);
  const [folio] = cancelacion ? elementsNamed(cancelacion, 'Folio') : [];
  const uuid = folio?.attributes.get('UUID');
  if (!cancelacion || !uuid || elementsNamed(cancelacion, 'Signature').length !== 1) return undefined;
  const folioSustitucion = folio?.attributes.get('FolioSustitucion');
  return {
    ...{
      uuid,
      motivo: folio?.attributes.get('Motivo') ?? '',
      rfcEmisor: cancelacion.attributes.get('RfcEmisor') ?? '',
    },
    ...(folioSustitucion !== undefined && { folioSustitucion }),
  };
}
