ALTER TABLE figure_products
    DROP CONSTRAINT figure_products_pkey,
    ADD CONSTRAINT figure_products_pkey PRIMARY KEY (grain, start, product_id);
