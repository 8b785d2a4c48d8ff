import { z } from 'zod';

/** A regular expression, as rules write it. Whether it is quick is seen when a rule file is held against its examples. */
export const pattern = z
  .string()
  .min(1)
  .check((context) => {
    try {
      new RegExp(context.value);
    } catch {
      const message = 'is not a regular expression';
      // A text it is, so that of several things that it might be it is told what it is not.
      context.issues.push({ code: 'custom', message, input: context.value, continue: true });
    }
  });
