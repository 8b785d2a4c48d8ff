import { folders, locate, run } from '../git/program.ts';

const passed = ['HOME', 'XDG_CONFIG_HOME', 'GH_CONFIG_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'];

/** The token that GitHub's own tool keeps for a server; `null` where there is no such tool, or it keeps none. */
export async function sayToken(
  host: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const path = locate('gh');
  if (path === undefined || !env.HOME) return null;
  const own = Object.fromEntries(passed.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  const { answer, code } = await run(path, ['auth', 'token', '--hostname', host], {
    cwd: '/',
    env: { ...own, PATH: folders.join(':'), GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1' },
    patience: 10_000,
  });
  const token = answer.toString('latin1').trim();
  return code === 0 && token !== '' ? token : null;
}
