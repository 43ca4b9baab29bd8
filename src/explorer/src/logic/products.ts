// Products and their kinds.
import type { Model } from "../data/model";

/** Products with all that are kinds of them, at any remove. */
export function kindsOf(model: Model, products: readonly number[]): Set<number> {
  const found = new Set(products);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const product of model.index.products) {
      if (product.broader.some((above) => found.has(above))) found.add(product.entity);
    }
  }
  return found;
}
