import { laterPages } from './attacks/later-pages.ts';
import { tryAttacks } from './support/try-attacks.ts';

tryAttacks('Later pages', laterPages);
