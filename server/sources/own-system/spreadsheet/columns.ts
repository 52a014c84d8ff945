/** What tills and office programs call the columns of a spreadsheet of sales, as the names that ours have. */

/**
 * The wire's name and others that mean it, as `plainName` writes them, the likeliest first. `hora`, `subtotal`, `totalSinPropina` and
 * `totalConPropina` are read into others.
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

/** Columns of money, of which any two have to agree unless one has our own name. */
const MONEY = ['total', 'propina', 'valorUnitario', 'descuento'];

/** Other names of these columns often mean different things side by side: a code and a bar code, a department and its families. */
const LOOSE = ['noIdentificacion', 'category', 'descripcion', 'totalConPropina', 'totalSinPropina'];

/** Beside a better name these often mean something else: the kitchen's number, a note for it, an amount before taxes, PUE. */
const WEAK: ReadonlySet<string> = new Set([
  ...['pedido', 'nopedido', 'nodepedido', 'numpedido', 'numerodepedido', 'orden', 'order'],
  ...['nota', 'nonota', 'nodenota', 'notadeventa', 'comanda', 'cuenta', 'fechacierre', 'fechadecierre'],
  ...['horacierre', 'monto', 'metodopago', 'metododepago', 'mediodepago', 'tipodepago', 'piezas'],
]);

/**
 * Each column under our own name: of several with the same meaning, the one with our own name, otherwise the likeliest. The others are
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

/** Whether a column's name on the wire is one of ours. */
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
