/** Loads the portal under `default-src 'none'` and writes down every violation. */
document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
  document.documentElement.dataset.violations = violatedDirective;
});
await import('../../widget/portal/portal.ts');

export {};
