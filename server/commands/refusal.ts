/** Formats refusals for a terminal, with the option that each fault is about. */
import { faultDetail, Problem, problemDetail } from '../problems/problem.ts';

/** The options by which fields are given. */
const OPTIONS: Readonly<Record<string, string>> = {
  '/rfc': '--rfc',
  '/nombre': '--nombre',
  '/regimenFiscal': '--regimen',
  '/codigoPostal': '--cp',
  '/usoCfdi': '--uso',
  '/receptor/rfc': '--rfc',
  '/receptor/nombre': '--nombre',
  '/receptor/codigoPostal': '--cp',
  '/receptor/regimenFiscal': '--regimen',
  '/receptor/usoCfdi': '--uso',
  '/total': '--total',
  '/date': '--date',
  '/formaPago': '--forma-pago',
  '/tradeName': '--trade-name',
  '/contact/email': '--email',
  '/contact/phone': '--phone',
  '/code': '--code',
  '/name': '--name',
  '/slug': '--slug',
  '/branches': '--branches',
  '/manifestSignedOn': '--manifest-signed-on',
};

/** Describes an error: a refusal's faults by option, or its sentence; any other error's message. */
export function explain(error: unknown): string {
  if (error instanceof Problem) return explainProblem(error);
  return error instanceof Error ? error.message : String(error);
}

function explainProblem(problem: Problem): string {
  const faults = problem.faults.map((fault) => {
    const at = OPTIONS[fault.pointer] ?? fault.pointer;
    return `${at === '' ? '' : `${at}: `}${faultDetail(fault, 'es-MX')}`;
  });
  return faults.length > 0 ? faults.join('\n') : problemDetail(problem, 'es-MX', 'merchant');
}
