/** Maps the names that tills and office programs give the columns of a spreadsheet of sales to ours. */

/**
 * The wire's name and others that mean the same, as `plainName` writes them, the likeliest first. `hora`, `subtotal`, `totalSinPropina` and
 * `totalConPropina` are merged into other columns.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  folio: [
    ...[
      'ticket',
      'noticket',
      'nodeticket',
      'numticket',
      'numdeticket',
      'numeroticket',
      'numerodeticket',
      'folioticket',
    ],
    ...[
      'foliodeventa',
      'folioventa',
      'pedido',
      'nopedido',
      'nodepedido',
      'numpedido',
      'numerodepedido',
      'orden',
      'order',
    ],
    ...['nota', 'nonota', 'nodenota', 'notadeventa', 'comanda', 'cuenta'],
  ],
  date: [
    'fecha',
    'fechayhora',
    'fechahora',
    'fechaventa',
    'fechadeventa',
    'fechadecompra',
    'fechacierre',
    'fechadecierre',
  ],
  hora: ['time', 'horaventa', 'horadeventa', 'horacierre'],
  branch: ['sucursal', 'tienda'],
  moneda: ['divisa', 'currency'],
  tipoCambio: ['tipodecambio'],
  total: ['importetotal', 'totalventa', 'montototal', 'monto'],
  totalSinPropina: ['consumo'],
  totalConPropina: ['totalpagado', 'totalapagar', 'totalcobrado', 'totalypropina'],
  subtotal: [],
  estado: ['estatus', 'status'],
  formaPago: ['formadepago', 'metodopago', 'metododepago', 'mediodepago', 'tipodepago'],
  email: ['correo', 'correoelectronico', 'mail', 'correodelcliente'],
  cardLast4: ['ultimos4', 'ultimos4digitos', 'ultimoscuatrodigitos', 'terminacion', 'terminaciontarjeta'],
  propina: ['tip', 'propinas'],
  redondeo: [],
  pricesIncludeTax: ['preciosconiva', 'ivaincluido', 'preciosincluyeniva'],
  claveProdServ: ['clavesat', 'claveproductoservicio', 'claveproductooservicio', 'claveprodservsat'],
  noIdentificacion: ['sku', 'codigo', 'codigodebarras', 'codigodelproducto', 'codigoproducto'],
  category: ['categoria', 'departamento', 'familia'],
  descripcion: ['producto', 'concepto', 'articulo', 'nombredelproducto'],
  claveUnidad: ['claveunidadsat', 'unidadsat'],
  unidad: [],
  cantidad: ['piezas', 'cant', 'qty', 'quantity'],
  valorUnitario: ['precio', 'preciounitario', 'price'],
  descuento: ['discount'],
  objetoImp: ['objetodeimpuesto', 'objetoimpuesto'],
  iva: ['tasaiva', 'tasadeiva'],
  ieps: ['tasaieps', 'tasadeieps'],
  impuestos: [],
  pagos: [],
  conceptos: [],
  anticipo: [],
};

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([column, others]) =>
    [column, ...others].map((name) => [plainName(name), column] as const),
  ),
);

/** Columns of money; any two of them have to agree unless one has our own name. */
const MONEY = ['total', 'propina', 'valorUnitario', 'descuento'];

/** Other names of these columns often differ in meaning when they occur together: a code and a bar code, a department and its families. */
const LOOSE = ['noIdentificacion', 'category', 'descripcion', 'totalConPropina', 'totalSinPropina'];

/** Next to a better name, these often mean something else: the kitchen's number, a note for it, an amount before taxes, PUE. */
const WEAK: ReadonlySet<string> = new Set([
  ...['pedido', 'nopedido', 'nodepedido', 'numpedido', 'numerodepedido', 'orden', 'order'],
  ...['nota', 'nonota', 'nodenota', 'notadeventa', 'comanda', 'cuenta', 'fechacierre', 'fechadecierre'],
  ...['horacierre', 'monto', 'metodopago', 'metododepago', 'mediodepago', 'tipodepago', 'piezas'],
]);

/**
 * Renames each column to ours: of several with the same meaning, the one with our own name is chosen, otherwise the likeliest. The others become
 * `{column}#{name}`, to be compared with it. Unknown columns keep their own name, and are not read.
 */
export function columnsOf(names: readonly string[]): readonly string[] {
  const known = names.map((name) => BY_NAME.get(plainName(name)));
  return known.map((column, index) => {
    const name = names[index] ?? '';
    if (column === undefined) return `${index} ${name}`;
    const ranks = known.map((other, at) =>
      other === column ? rankOf(column, names[at] ?? '') : Number.POSITIVE_INFINITY,
    );
    const best = ranks.indexOf(Math.min(...ranks));
    if (best === index) return column;
    return meansTheSame(column, name, names[best] ?? '') ? `${column}#${name}` : `${index} ${name}`;
  });
}

function meansTheSame(column: string, name: string, chosen: string): boolean {
  if (plainName(name) === plainName(chosen)) return true;
  if (MONEY.includes(column) && rankOf(column, chosen) > 0) return true;
  const isOther = WEAK.has(plainName(name)) && !WEAK.has(plainName(chosen));
  return !LOOSE.includes(column) && !isOther;
}

/** Whether a column has one of the names of the wire format. */
export function isKnownColumn(column: string): boolean {
  return Object.hasOwn(NAMES, column);
}

function rankOf(column: string, name: string): number {
  return plainName(name) === plainName(column) ? 0 : 1 + (NAMES[column] ?? []).indexOf(plainName(name));
}

/** A name without accents, blanks, dots and case: «Núm. de ticket» is `numdeticket`. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
