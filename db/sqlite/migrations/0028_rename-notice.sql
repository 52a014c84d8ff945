UPDATE notice SET kind = 'sale-in-two-sources' WHERE kind = 'sale-told-twice';--> statement-breakpoint
UPDATE source_sale SET faults = replace(faults, '"road":', '"source":') WHERE faults LIKE '%sale-duplicate%';
