/** What the stand-in finds wrong with a new merchant. */

/** All of them at once, as the server says them. */
export function newMerchantFaults(body: Readonly<Record<string, string>>): readonly object[] {
  const required = ['rfc', 'nombre', 'regimenFiscal', 'tradeName'].filter((name) => !body[name]);
  const isThere = /^\d{5}$/.test(body.codigoPostal ?? '') && body.codigoPostal !== '00001';
  return [
    ...required.map((name) => ({ pointer: `/${name}`, code: 'required', detail: 'Falta este dato.' })),
    ...(isThere
      ? []
      : [{ pointer: '/codigoPostal', code: 'cp', detail: 'Ese código postal no existe. Revísalo en tu Constancia.' }]),
  ];
}
