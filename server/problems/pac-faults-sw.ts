/** SW sapien's own codes (developers.sw.com.mx, its error codes; its SDKs; wire-contracts 3.3 and 3.4, read 2026-11). */
import { merchant, operator, type SatFault, us } from './sat-fault.ts';

const COMPLEMENT = us(
  'SW encontró mal declarado el espacio de nombres de un complemento.',
  'SW found that the namespace of a complement is declared wrongly.',
);
const NAMESPACE = us(
  'SW no encontró el espacio de nombres o el esquema del CFDI donde deben estar.',
  'SW did not find the namespace or the schema of the CFDI where they belong.',
);
const CANCELLATION = operator(
  'SW no pudo procesar la solicitud de cancelación.',
  'SW could not process the cancellation request.',
);

/** By SW's code: AU the account, CO and CC the document, CA a cancellation, CS a list of the SAT. */
export const SW_FAULTS: Readonly<Record<string, SatFault>> = {
  AU1000: merchant(
    'SW no aceptó la sesión de tu cuenta. Revisa el usuario y la contraseña en tu configuración.',
    'SW did not accept your account’s session. Check the user and password in your settings.',
  ),
  AU2000: merchant(
    'SW no aceptó el usuario o la contraseña de tu cuenta. Actualízalos en tu configuración.',
    'SW did not accept your account’s user or password. Update them in your settings.',
  ),
  AU2001: merchant(
    'A tu cuenta de SW se le acabaron los timbres. Compra más.',
    'Your SW account has no stamps left. Buy more.',
  ),
  AU2002: merchant(
    'SW tiene inactivo el usuario de tu cuenta. Pídele que lo active.',
    'The user of your SW account is inactive. Ask SW to activate it.',
  ),
  AU2003: merchant(
    'Falta que firmes el manifiesto de SW. Fírmalo en su portal.',
    'You have not signed SW’s manifest yet. Sign it on their portal.',
  ),
  AU2004: merchant(
    'Tu RFC está dado de alta en SW con otro distribuidor. Pídele a SW que lo pase a tu cuenta.',
    'Your RFC is registered at SW with another reseller. Ask SW to move it to your account.',
  ),
  CO1000: operator(
    'SW tuvo un error que no explica. Si se repite, repórtalo a su soporte.',
    'SW had an error that it does not explain. If it happens again, report it to their support.',
  ),
  CO1001: COMPLEMENT,
  CO1002: COMPLEMENT,
  CO1003: COMPLEMENT,
  CO1004: COMPLEMENT,
  CO1005: COMPLEMENT,
  CC2001: us('Un complemento del documento no está vigente.', 'A complement of the document is not in force.'),
  CC3001: NAMESPACE,
  CC3002: NAMESPACE,
  CFDI3307: us(
    'Nuestra referencia ya tiene en SW el timbre de otro documento.',
    'Our reference already has the stamp of another document at SW.',
  ),
  CA1000: CANCELLATION,
  CA1100: CANCELLATION,
  CA2000: operator(
    'El servicio de cancelación del SAT está intermitente. Suele pasar solo en unos minutos.',
    'The SAT’s cancellation service is intermittent. This usually resolves itself within minutes.',
  ),
  CS1002: merchant(
    'El RFC no está en la lista de contribuyentes del SAT.',
    'The RFC is not in the SAT’s list of taxpayers.',
  ),
};
