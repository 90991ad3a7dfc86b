import { pages } from './attacks/pages.ts';
import { tryAttacks } from './support/try-attacks.ts';

tryAttacks('Pages', pages);
