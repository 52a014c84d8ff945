/** What a campaign of several lanes says while it goes, and at its end. */
import type { Finding, Report } from './campaign.ts';
import { kindOf } from './campaign.ts';

const EVERY_MS = 30_000;

/** Prints how far the lanes of an engine are, every half minute until it is ended. */
export function showProgress(engine: string, requests: number) {
  const sent: number[] = [];
  const started = performance.now();
  const timer = setInterval(() => {
    const all = sent.reduce((sum, each) => sum + each, 0);
    const perSecond = (all * 1_000) / (performance.now() - started);
    const minutes = Math.ceil((requests - all) / perSecond / 60);
    const left = Number.isFinite(minutes) ? `, ${minutes} min left` : '';
    console.log(`${engine}: ${all} of ${requests} requests, ${perSecond.toFixed(0)} a second${left}`);
  }, EVERY_MS);
  return {
    ofLane(): (count: number) => void {
      const lane = sent.push(0) - 1;
      return (count) => {
        sent[lane] = count;
      };
    },
    end: () => clearInterval(timer),
  };
}

/** The lanes as one: a kind of fault that several met is one finding. */
export function mergeReports(reports: readonly Report[]): Report {
  const statuses = new Map<string, Map<number, number>>();
  const slowest = new Map<string, number>();
  const findings = new Map<string, Finding>();
  for (const report of reports) {
    for (const finding of report.findings)
      if (!findings.has(kindOf(finding.what))) findings.set(kindOf(finding.what), finding);
    for (const [route, ms] of report.slowest) slowest.set(route, Math.max(slowest.get(route) ?? 0, ms));
    for (const [route, counts] of report.statuses) {
      const all = statuses.get(route) ?? new Map<number, number>();
      for (const [status, count] of counts) all.set(status, (all.get(status) ?? 0) + count);
      statuses.set(route, all);
    }
  }
  const sent = reports.reduce((sum, report) => sum + report.sent, 0);
  return { sent, findings: [...findings.values()], statuses, slowest };
}

/** A row for each route with its statuses, and a sum. */
export function printReport(engine: string, { sent, findings, statuses, slowest }: Report): void {
  for (const [route, counts] of [...statuses].sort()) {
    const list = [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${status}×${count}`);
    console.log(`  ${route.padEnd(52)} ${Math.round(slowest.get(route) ?? 0)} ms at most  ${list.join(' ')}`);
  }
  console.log(`${engine}: ${sent} requests of ${statuses.size} routes, ${findings.length} kinds of fault`);
}
