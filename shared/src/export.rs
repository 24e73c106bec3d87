//! Lists as files.

words!(
    /// What a list is written as.
    ExportFormat {
        /// RFC 4180 in UTF-8: fields by comma, lines by CRLF, the first one names the columns.
        Csv = "csv",
        /// A workbook of Excel and LibreOffice, with typed cells.
        Xlsx = "xlsx",
    }
);

impl ExportFormat {
    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}
