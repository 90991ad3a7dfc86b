import { bodies } from './attacks/bodies.ts';
import { tryAttacks } from './support/try-attacks.ts';

tryAttacks('Bodies', bodies);
