import type { PostOptions } from '../../sources/remote/post.ts';
import type { Webhook, WebhookOptions } from '../../sources/remote/webhook.ts';

/** What telling a webhook depends on. */
export type OpenWebhook = PostOptions & Pick<WebhookOptions, 'sleep' | 'signal' | 'lost'>;

/** A webhook at a URL, and the host of it: the rest of the URL may be a secret. */
export async function openWebhook(
  url: string,
  options: OpenWebhook,
): Promise<{ readonly webhook: Webhook; readonly host: string }> {
  const { hookAddress } = await import('../../sources/remote/hook-address.ts');
  const { poster } = await import('../../sources/remote/post.ts');
  const { Webhook } = await import('../../sources/remote/webhook.ts');
  const address = hookAddress(url, options.env);
  return { webhook: new Webhook({ ...options, post: poster(address, options) }), host: address.host };
}
