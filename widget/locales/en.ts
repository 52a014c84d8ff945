/** English of the first screen and of what every screen shares. es-MX stands in the source, by the same ids. */
import { str } from '@lit/localize';

export const english = {
  either: 'Enter this or the one below.',
  example: str`E.g. ${0}`,
  faults: str`Check ${0} fields`,
  folio: 'Ticket number (folio)',
  help: 'Need help?',
  'lookup-card': 'Last 4 digits of your card',
  'lookup-date': 'Date',
  'lookup-email': 'E-mail you gave when paying',
  'lookup-total': 'Total paid',
  'not-found': str`We did not find your ${0} with those data.`,
  'not-found-why':
    'Check that they are as on your receipt. If you have just paid, it can take up to 30 minutes to appear.',
  'not-here-yet': 'Leave my data and be invoiced as soon as it arrives',
  offline: 'No connection. We kept what you typed; try again when you have signal.',
  'one-fault': 'Check one field',
  or: 'or',
  privacy: 'We use your data only to make your invoice.',
  'privacy-notice': 'Privacy notice',
  required: 'Enter this.',
  retry: 'Try again',
  search: str`Find my ${0}`,
  searching: 'Searching…',
  'step-of': str`Step ${0} of 3`,
  test: 'SAT test taxpayers. No fiscal validity.',
  timeout: 'The answer took too long. Try again: nothing is done twice.',
  unreachable: 'We could not reach the service. Try again in a moment.',
  wait: 'One moment…',
  'your-purchase': str`Your ${0}`,
};
