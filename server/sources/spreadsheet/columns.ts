/** What tills and office programs call the columns of a spreadsheet of sales, as the names that ours have. */

/** The wire's name and others that mean it, as `plainName` writes them; of two columns that mean one the first counts. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  folio: ['ticket', 'noticket', 'numeroticket', 'numerodeticket', 'pedido', 'numerodepedido', 'orden', 'order', 'nota'],
  date: ['fecha', 'fechayhora', 'fechahora', 'fechaventa', 'fechadeventa', 'fechadecompra'],
  hora: ['time', 'horaventa', 'horadeventa'],
  branch: ['sucursal', 'tienda'],
  moneda: ['divisa', 'currency'],
  tipoCambio: ['tipodecambio'],
  total: ['importetotal', 'totalpagado', 'totalventa', 'montototal', 'monto'],
  estado: ['estatus', 'status'],
  formaPago: ['formadepago', 'metodopago', 'metododepago', 'mediodepago'],
  email: ['correo', 'correoelectronico', 'mail', 'correodelcliente'],
  cardLast4: ['ultimos4', 'ultimos4digitos', 'ultimoscuatrodigitos', 'terminacion', 'terminaciontarjeta'],
  propina: ['tip'],
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

/** Each column as ours is called; what nobody knows keeps its own name, and is not read. */
export function columnsOf(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const column = BY_NAME.get(plainName(name));
    if (column === undefined || taken.has(column)) return `${index} ${name}`;
    taken.add(column);
    return column;
  });
}

/** What separates the cells of a header: most of all a comma; a semicolon or a tab where the office program writes those. */
export function delimiterOf(text: string): string {
  const header = /[^\r\n]+/.exec(text)?.[0] ?? '';
  const count = (mark: string): number => header.split(mark).length;
  return [';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

/** A name without accents, blanks, dots and case: «Núm. de ticket» is `numdeticket`. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
