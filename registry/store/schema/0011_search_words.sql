-- The words of each level of the index, for the correction of typing errors.
CREATE VIRTUAL TABLE words_public USING fts5vocab ('find_public', 'row');
CREATE VIRTUAL TABLE words_group USING fts5vocab ('find_group', 'row');
CREATE VIRTUAL TABLE words_owner USING fts5vocab ('find_owner', 'row');
