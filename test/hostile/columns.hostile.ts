import { columns } from './attacks/columns.ts';
import { tryAttacks } from './support/try-attacks.ts';

tryAttacks('Columns', columns);
