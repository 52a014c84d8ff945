/** The accounts that the stand-ins accept, and one that they do not. */
export const ACCOUNTS = {
  finkok: { username: 'caja@cafejacaranda.mx', password: 'Contraseña-de-Finkok-7' },
  sw: { user: 'caja@cafejacaranda.mx', password: 'Contraseña-de-SW-7' },
  prodigia: { user: 'cafejacaranda', password: 'Contraseña-de-PADE-7', contrato: 'c0ntrat0-4711' },
  diverza: { id: '94327', token: 'token-de-diverza-ABCDEF0123456789' },
  facturama: { user: 'cafejacaranda', password: 'Contraseña-de-Facturama-7' },
  facturapi: { key: 'sk_test_LlaveDeFacturapiABCDEF0123456789' },
} as const;

export const WRONG_ACCOUNTS = {
  finkok: { username: 'caja@cafejacaranda.mx', password: 'otra-contraseña' },
  sw: { user: 'caja@cafejacaranda.mx', password: 'otra-contraseña' },
  prodigia: { user: 'cafejacaranda', password: 'otra-contraseña', contrato: 'c0ntrat0-4711' },
  diverza: { id: '94327', token: 'otro-token' },
  facturama: { user: 'cafejacaranda', password: 'otra-contraseña' },
  facturapi: { key: 'sk_test_otraLlave' },
} as const;
