import { z } from 'zod';

/** What a rule, a service or a kind of key is called in the rules. */
export const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');
