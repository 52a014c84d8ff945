/** The mistakes people make every day, as receptores of the cast, and what the SAT answers to each. */
export const REFUSALS = [
  {
    title: 'La razón social con «SA DE CV»',
    code: 'CFDI40145 · nombre',
    why: 'El SAT guarda el nombre sin el régimen de capital. El portal lo nota y ofrece el nombre sin él, con un toque.',
    receptor: {
      rfc: 'CTE950627K46',
      nombre: 'COMERCIALIZADORA TEODORIKAS SA DE CV',
      codigoPostal: '57740',
      regimenFiscal: '601',
      usoCfdi: 'G03',
    },
  },
  {
    title: 'El código postal de la sucursal',
    code: 'CFDI40148 · código postal',
    why: 'Va el del domicilio fiscal, el de la Constancia. Aquí está escrito el de la sucursal Roma, 06700; el correcto es 57740.',
    receptor: {
      rfc: 'CTE950627K46',
      nombre: 'COMERCIALIZADORA TEODORIKAS',
      codigoPostal: '06700',
      regimenFiscal: '601',
      usoCfdi: 'G03',
    },
  },
  {
    title: 'Un carácter por otro en el RFC',
    code: 'CFDI40143 · RFC',
    why: 'Tiene forma de RFC, pero nadie lo lleva: termina en 9 y es 6. El último carácter no corresponde a los demás, y el portal lo advierte antes de preguntar.',
    receptor: {
      rfc: 'URE180429TM9',
      nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
      codigoPostal: '65000',
      regimenFiscal: '601',
      usoCfdi: 'G03',
    },
  },
  {
    title: 'La letra O en lugar del cero',
    code: 'CFDI40143 · RFC, sin llegar al SAT',
    why: 'En la fecha del RFC solo hay números: con una O no hay forma de que exista, así que se avisa sin preguntar a nadie.',
    receptor: {
      rfc: 'XAMA62O210DQ5',
      nombre: 'ALBA XKARAJAM MENDEZ',
      codigoPostal: '01219',
      regimenFiscal: '612',
      usoCfdi: 'G03',
    },
  },
];
