/** How splunkd starts the app's programs on an operating system. */
export interface Platform {
  /** Of the file in bin that starts a program: `mispgetioc.sh`. */
  readonly extension: '.sh' | '.cmd';
  /** Where the files are that differ, below the repository's root: '' or a folder of `build/editions/`, with a slash at its end. */
  readonly folder: string;
}

export const POSIX: Platform = { extension: '.sh', folder: '' };

/**
 * Windows runs `.cmd` files as it runs programs, and commands.conf.spec lists them beside `.sh`. They are in `bin`: of
 * alert actions, alert_actions.conf.spec names no other folder. Pointer files (`.path`) are documented too, but cannot
 * choose a Node.js, and AppInspect refuses them for alert actions.
 */
export const WINDOWS: Platform = { extension: '.cmd', folder: 'build/editions/windows_x86_64/' };
