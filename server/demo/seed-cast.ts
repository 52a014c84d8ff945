/** What the demo shows its visitors about the cast: which sale demonstrates what, and who can receive an invoice. */

/** A sale to look up, and what it demonstrates. */
export type CastSale = { readonly portal: string; readonly folio: string; readonly shows: string };
/** A receptor to try, whose data the sandbox accepts. */
export type CastReceptor = {
  readonly rfc: string;
  readonly nombre: string;
  readonly codigoPostal: string;
  readonly regimenFiscal: string;
  readonly usoCfdi: string;
  readonly note: string;
};

const jacaranda = (folio: string, shows: string): CastSale => ({ portal: 'cafe-jacaranda', folio, shows });

/** The sales in the order in which the demo lists them. */
export const DEMO_CAST: readonly CastSale[] = [
  jacaranda('CJ-1042', 'El camino principal: café a tasa 0 % y una taza con IVA de 16 %.'),
  jacaranda('CJ-1043', 'Dos desayunos con propina: la propina se muestra y no se factura.'),
  jacaranda('CJ-1044', 'Chocolate y vino: el IEPS va dentro del precio, o desglosado si se pide.'),
  jacaranda('CJ-1045', 'Dos formas de pago: manda la de mayor importe.'),
  jacaranda('CJ-1046', 'Tres compras del mismo correo: la página de la cafetería las encuentra juntas.'),
  jacaranda('CJ-1047', 'Segunda de las tres: con su fecha se encuentran todas.'),
  jacaranda('CJ-1048', 'Tercera de las tres.'),
  jacaranda('CJ-1049', 'Cupón de 10 % en toda la compra y envío.'),
  jacaranda('CJ-1050', 'Ya facturada a URE180429TM6 (CP 65000): se comprueba y se descarga otra vez.'),
  jacaranda('CJ-1051', 'La respuesta del PAC se pierde una vez: queda pendiente y llega sola.'),
  jacaranda('CJ-1052', 'Reembolsada: ya no se factura.'),
  jacaranda('CJ-1053', 'Reembolso parcial: se factura lo que quedó.'),
  jacaranda('CJ-1054', 'Pago en tienda aún sin confirmar.'),
  jacaranda('CJ-1055', 'Del mes pasado, ya en la factura global: se factura y una nota la saca de ella.'),
  jacaranda('CJ-1056', 'De hace tres meses: fuera de plazo, se deja una solicitud.'),
  jacaranda('TJ-0207', 'Tijuana, último día del mes pasado a las 23:40.'),
  jacaranda('CJ-1057', '42 conceptos con Ñ, & y comillas: un PDF de dos páginas.'),
  jacaranda('CJ-1058', 'Exactamente 1,000.00.'),
  jacaranda('CJ-1059', 'Un centavo más: 1,000.01.'),
  jacaranda('CJ-1060', '40.00 dólares con tipo de cambio.'),
  { portal: 'el-yunque', folio: 'EY-23', shows: 'Ferretería: 23 conceptos en efectivo; el & en todas partes.' },
  { portal: 'la-milpa', folio: 'LM-88', shows: 'Restaurante con propina; la Ñ en el RFC.' },
  { portal: 'ingrid-xodar', folio: 'pi_3QX7', shows: 'Diseñadora en RESICO: a una empresa le toca retener.' },
  { portal: 'huerta-watember', folio: 'E-4571', shows: 'Estacionamiento, 45.00.' },
];

/** The receptores in the order in which the demo lists them: the SAT's public test identities and the two generic RFCs. */
export const DEMO_RECEPTORES: readonly CastReceptor[] = [
  ['URE180429TM6', 'UNIVERSIDAD ROBOTICA ESPAÑOLA', '65000', '601', 'G03', 'Empresa; la Ñ en el nombre.'],
  ['CTE950627K46', 'COMERCIALIZADORA TEODORIKAS', '57740', '601', 'G03', 'Empresa.'],
  ['XAMA620210DQ5', 'ALBA XKARAJAM MENDEZ', '01219', '612', 'G03', 'Persona con actividad empresarial.'],
  ['RAQÑ7701212M3', 'ÑEVES RAMIREZ QUEZADA', '78905', '605', 'S01', 'Empleada: no puede usar G03.'],
  ['XIQB891116QE4', 'BERENICE XIMO QUEZADA', '40968', '606', 'G03', 'Arrendadora.'],
  ['ABC970528UHA', 'ARENA BLANCA', '80290', '626', 'G03', 'Empresa en RESICO.'],
  ['H&E951128469', 'HERRERIA & ELECTRICOS', '06002', '601', 'G03', 'El & en RFC y nombre.'],
  ['XAXX010101000', 'JUAN PEREZ', '', '616', 'S01', 'Sin RFC: sirve como comprobante.'],
  ['XEXX010101000', 'JANE DOE', '', '616', 'S01', 'Residente en el extranjero.'],
].map(([rfc = '', nombre = '', codigoPostal = '', regimenFiscal = '', usoCfdi = '', note = '']) => ({
  rfc,
  nombre,
  codigoPostal,
  regimenFiscal,
  usoCfdi,
  note,
}));
