import type { Asked, Doubt } from '../model/verification.ts';

/** What a vendor said of a key, as the end of a sentence about it; '' where it was not asked. */
export function verdictInWords({ verified, doubt }: Asked): string {
  switch (verified) {
    case 'live':
      return ', and the vendor says it is live';
    case 'dead':
      return ', and the vendor does not accept it';
    case 'unknown':
      return `; whether it is live is not known${doubt === undefined ? '' : `, because ${reason(doubt)}`}`;
    case undefined:
      return '';
    default:
      return verified satisfies never;
  }
}

function reason(doubt: Doubt): string {
  switch (doubt) {
    case 'no-endpoint':
      return 'no harmless way to ask its vendor is known';
    case 'several-vendors':
      return 'it may be of several vendors, and is shown to none';
    case 'changed':
      return 'its file changed before the vendor could be asked';
    case 'limit':
      return 'too many other keys were asked about before it';
    case 'rate-limited':
      return 'the vendor takes no more questions';
    case 'private-address':
      return "the vendor's name leads to an address that is not public";
    case 'unreachable':
      return 'the vendor cannot be reached';
    case 'certificate':
      return 'who answered did not prove to be the vendor';
    case 'proxy':
      return 'the proxy does not lead to the vendor';
    case 'timeout':
      return 'the vendor did not answer in time';
    case 'redirect':
      return 'the vendor wanted the question put elsewhere';
    case 'unclear':
      return "the vendor's answer says neither";
    case 'interrupted':
      return 'the run was interrupted';
    default:
      return doubt satisfies never;
  }
}
