import type { Command } from 'commander';

export declare class UsageError extends Error {
  override name: 'UsageError';
}

export declare function commandLine(script: string, description: string): Command;

export declare function run(main: () => Promise<number>): Promise<void>;

export declare function wholeNumber(min: number, max?: number): (text: string) => number;
