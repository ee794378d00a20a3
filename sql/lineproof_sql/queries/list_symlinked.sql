-- Datasets that symlinks say are the same as these, as links without a job.
SELECT dataset_key, other_key, NULL::bytea FROM same_as WHERE dataset_key = ANY(%(datasets)b::bytea[])
