import type { Access } from '../model/evidence.ts';

const execute = new Set('exec execute shell bash terminal eval repl subprocess python interpreter'.split(' '));

const write = new Set(
  (
    'accept add append apply approve archive assign block book buy cancel change charge close commit copy create delete deploy ' +
    'deposit disable drop edit email enable execute file grant insert install invite issue kill label log mail make mark merge ' +
    'message modify move notify open order patch pay post publish push put reboot refund register reject release remind remove ' +
    'rename renew reply reroute reserve reset resolve respond restart return revoke save schedule sell send set share sign start ' +
    'stop store submit subscribe terminate transfer trigger unsubscribe update upload waive withdraw write'
  ).split(' '),
);

const read = new Set(
  (
    'calculate check compare compute count describe detect download estimate extract fetch find get glob grep inspect is list load ' +
    'lookup ls monitor open parse ping preview query rank read retrieve scan scrape search show status summarise summarize track ' +
    'translate validate verify view weather browse websearch webfetch'
  ).split(' '),
);

/** What a tool may do to the world, as far as its name tells: the first word that is a verb decides. */
export function accessOf(name: string): Access {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  for (const word of words) {
    if (execute.has(word)) return 'execute';
    if (write.has(word)) return 'write';
    if (read.has(word)) return 'read';
  }
  return 'unknown';
}
