DROP TABLE variants, product_images, products, suppliers, categories;
