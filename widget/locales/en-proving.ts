/** English of the proof of work. */
export const english = {
  proving: 'One moment, we are running a check',
  'proving-why':
    'Someone is guessing at purchases on this page today. Your device will run a check for a few seconds, and your search will then continue on its own. What you typed is kept.',
};
