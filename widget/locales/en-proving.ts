/** English of the proof of work. */
export const english = {
  proving: 'One moment, we are running a check',
  'proving-why':
    'Someone is guessing at purchases on this page today. Your device will run a check, which takes a few seconds or sometimes a couple of minutes, and then you continue where you were. What you typed is kept.',
};
