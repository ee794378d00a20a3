-- Edges with more or fewer writes behind them; those with none left go.
INSERT INTO edge SELECT * FROM staged_edge ORDER BY dataset_key, upstream_key, job_key
ON CONFLICT (dataset_key, upstream_key, job_key) DO UPDATE SET writes = edge.writes + excluded.writes;
DELETE FROM edge USING staged_edge AS said
WHERE edge.dataset_key = said.dataset_key AND edge.upstream_key = said.upstream_key AND edge.job_key = said.job_key
  AND said.writes < 0 AND edge.writes = 0
