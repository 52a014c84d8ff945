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

/** Columns of money: two of them that mean one have to say one thing. */
const MONEY = ['total', 'propina', 'valorUnitario', 'descuento'];

/**
 * Each column as ours is called: of several that may mean one, that of our own name, else the likeliest. Of money the others are
 * `{column}#{name}`, to be held against it. What nobody knows keeps its own name, and is not read.
 */
export function columnsOf(names: readonly string[]): readonly string[] {
  const known = names.map((name) => BY_NAME.get(plainName(name)));
  return known.map((column, index) => {
    if (column === undefined) return `${index} ${names[index]}`;
    const ranks = known.map((other, at) =>
      other === column ? rankOf(column, names[at] ?? '') : Number.POSITIVE_INFINITY,
    );
    const best = Math.min(...ranks);
    if (ranks.indexOf(best) === index) return column;
    // Beside our own name any other is another thing: «Monto» before taxes, a «Nota» for the kitchen.
    return best > 0 && MONEY.includes(column) ? `${column}#${names[index]}` : `${index} ${names[index]}`;
  });
}

function rankOf(column: string, name: string): number {
  return plainName(name) === plainName(column) ? 0 : 1 + (NAMES[column] ?? []).indexOf(plainName(name));
}

/** Where a sheet begins, what separates its cells, and what it lacks: a column without which there is no sale. */
export type Header = {
  /** From 1; above it may stand the report's title. */
  readonly line: number;
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly missing?: 'Folio' | 'Fecha' | 'Total';
};

/** A report's title, its dates, its branch stand above it: not more than that. */
const MOST_ABOVE = 15;
const DELIMITERS = [',', ';', '\t'];

/** The first line that has the folio's column among two that we know; the first that has any cell where there is none. */
export function headerOf(text: string): Header {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, MOST_ABOVE);
  const headers = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : DELIMITERS.map((delimiter) => headerIn(line, index + 1, delimiter)),
  );
  const [first] = headers;
  const known = headers.filter(({ columns }) => columns.includes('folio') && columns.length > 1);
  const best = known.reduce<HeaderLine | undefined>(moreKnown, undefined) ?? first;
  const { columns = [], line = 1, delimiter = ',', names = [] } = best ?? {};
  const missing = missingOf(columns);
  return { line, delimiter, names, ...(missing && { missing }) };
}

type HeaderLine = Omit<Header, 'missing'> & { readonly columns: readonly string[] };

function moreKnown(most: HeaderLine | undefined, each: HeaderLine): HeaderLine {
  return most !== undefined && most.columns.length >= each.columns.length ? most : each;
}

function headerIn(text: string, line: number, delimiter: string): HeaderLine {
  const names = text.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return { line, delimiter, names, columns: columnsOf(names).filter((column) => Object.hasOwn(NAMES, column)) };
}

function missingOf(columns: readonly string[]): Header['missing'] {
  if (!columns.includes('folio')) return 'Folio';
  if (!columns.includes('date')) return 'Fecha';
  const totals = ['total', 'totalSinPropina', 'totalConPropina'];
  return totals.some((column) => columns.includes(column)) ? undefined : 'Total';
}

/** A name without accents, blanks, dots and case: «Núm. de ticket» is `numdeticket`. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
