UPDATE source_fact SET fact_key = 'submitted ' || substr(fact_key, 6), fact = '{"kind":"submitted"' || substr(fact, 15)
  WHERE fact_key LIKE 'told %' AND fact LIKE '{"kind":"told"%';--> statement-breakpoint
UPDATE taxpayer_check SET answer = replace(answer, ',"said":{', ',"match":{') WHERE answer LIKE '{"at":%,"said":{%';
