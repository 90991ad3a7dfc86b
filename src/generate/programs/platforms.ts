/** How splunkd starts the app's programs on an operating system. */
export interface Platform {
  /** The extension of the files in bin that start programs: `mispgetioc.sh`. */
  readonly extension: '.sh' | '.cmd';
  /** The folder of files that differ, relative to the root of the repository: '' or a folder of `build/editions/` with a trailing slash. */
  readonly folder: string;
}

export const POSIX: Platform = { extension: '.sh', folder: '' };

/**
 * Windows runs `.cmd` files like programs, and commands.conf.spec lists them beside `.sh`. They are in `bin`, the only
 * folder that alert_actions.conf.spec names for alert actions. Pointer files (`.path`) are also documented, but cannot
 * choose a Node.js, and AppInspect rejects them for alert actions.
 */
export const WINDOWS: Platform = { extension: '.cmd', folder: 'build/editions/windows_x86_64/' };
