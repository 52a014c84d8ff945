/** Pages as the SAT's validator shows them, of people and companies that do not exist (structure: wire-contracts 13). */

type Rows = readonly (readonly [label: string, value: string])[];

const BODY = 'class="ui-datatable-data ui-widget-content"';

function table(rows: Rows): string {
  const line = ([label, value]: readonly [string, string]): string =>
    `<tr class="ui-widget-content"><td role="gridcell"><span style="font-weight: bold;">${label}:</span></td><td role="gridcell" style="text-align:left;">${value}</td></tr>`;
  return `<div class="ui-datatable"><table><tbody ${BODY}>${rows.map(line).join('\n')}</tbody></table></div>`;
}

function page(rfc: string, sections: Readonly<Record<string, Rows>>): string {
  const parts = Object.entries(sections).map(
    ([title, rows]) => `<li data-role="list-divider">${title}</li><li>${table(rows)}</li>`,
  );
  return `<?xml version='1.0' encoding='UTF-8' ?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>SAT | Validador QR</title><script>var a = "<td>RFC:</td>";</script></head>
<body><ul data-role="listview"><li>El RFC: ${rfc}, tiene asociada la siguiente información.</li>${parts.join('\n')}</ul></body></html>`;
}

const ADDRESS: Rows = [
  ['Entidad Federativa', 'CIUDAD DE MEXICO'],
  ['Municipio o delegación', 'CUAUHTEMOC'],
  ['Colonia', 'ROMA NORTE'],
  ['Tipo de vialidad', 'CALLE'],
  ['Nombre de la vialidad', 'JALAPA'],
  ['Número exterior', '12'],
  ['Número interior', ''],
  ['CP', '06700'],
  ['Correo electrónico', 'correo.privado@example.com'],
  ['AL', 'CIUDAD DE MEXICO 1'],
];

const PERSON: Rows = [
  ['CURP', 'PEGM850312MDFRRR08'],
  ['Nombre', 'María  José'],
  ['Apellido Paterno', 'Peña'],
  ['Apellido Materno', 'Güemes'],
  ['Fecha Nacimiento', '12-03-1985'],
  ['Fecha de Inicio de operaciones', '01-02-2010'],
  ['Situación del contribuyente', 'ACTIVO'],
  ['Fecha del último cambio de situación', '01-02-2010'],
];

function regimenes(...texts: readonly string[]): Rows {
  return texts.flatMap((text) => [['Régimen', text] as const, ['Fecha de alta', '01-01-2022'] as const]);
}

/** One persona física with one régimen. */
export const FISICA = page('PEGM850312PC8', {
  'Datos de Identificación': PERSON,
  'Datos de Ubicación (domicilio fiscal, vigente)': ADDRESS,
  'Características fiscales (vigente)': regimenes('Régimen Simplificado de Confianza'),
});

/** The same with several. */
export const VARIOS = page('PEGM850312PC8', {
  'Datos de Identificación': PERSON,
  'Datos de Ubicación (domicilio fiscal, vigente)': ADDRESS,
  'Características fiscales (vigente)': regimenes(
    'Régimen de las Personas Físicas con Actividades Empresariales y Profesionales',
    'Régimen de Sueldos y Salarios e Ingresos Asimilados a Salarios',
    'Régimen de Arrendamiento',
    'Régimen de los Tiempos Que Vendrán',
  ),
});

/** A persona moral; its régimen de capital is a row of its own. */
export const MORAL = page('H&amp;E951128469', {
  'Datos de Identificación': [
    ['Denominación o Razón Social', 'HERRERIA &amp; ELECTRICOS'],
    ['Régimen de capital', 'SOCIEDAD ANONIMA DE CAPITAL VARIABLE'],
    ['Fecha de constitución', '28-11-1995'],
    ['Situación del contribuyente', 'ACTIVO'],
  ],
  'Datos de Ubicación (domicilio fiscal, vigente)': ADDRESS,
  'Características fiscales (vigente)': regimenes('Régimen General de Ley Personas Morales'),
});

/** What the SAT shows for a number that is nobody's. */
export const NADIE = `<?xml version='1.0' encoding='UTF-8' ?><html><head><title>SAT | Validador QR</title></head><body>
<div class="ui-messages-info"><span class="ui-messages-info-detail">No se encontró información de la cédula de identificación fiscal</span></div></body></html>`;
