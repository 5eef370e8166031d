import { dpkg } from './dpkg.ts';
import type { Inventory } from './inventory.ts';

export const inventories: readonly Inventory[] = [dpkg];
