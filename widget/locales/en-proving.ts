/** English of the proof of work. */
export const english = {
  proving: 'One moment, we are checking',
  'proving-why':
    'Somebody is trying out data on this page today. Your device makes a check of a few seconds and your search goes on by itself. What you typed is kept.',
};
