/** A product page in Vue: a banner, the product's coupons, and the cart. */
import '../coupons.js';
import { createApp } from 'vue';
import ProductPage from './product-page.vue';

createApp(ProductPage).mount('#app');
