//! OCP's errors: the HTTP status, the code (a word in `/api/v2`, a number in `/api/v1`), the sentence in the
//! reader's language.

use crate::engine::Refusal;
use serde::Serialize;
use serde_json::Value;

/// The language of error messages, from `Accept-Language`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// `en-US`.
    #[default]
    English,
    /// `zh-CN`.
    Chinese,
}

impl Language {
    /// The language that the header asks for first.
    pub fn from_header(value: Option<&str>) -> Self {
        let first = value.unwrap_or_default().trim_start();
        if first.to_ascii_lowercase().starts_with("zh") { Self::Chinese } else { Self::English }
    }
}

/// `error` of an envelope.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// A word or a number.
    pub code: Value,
    /// The sentence for the reader.
    pub message: String,
    /// More than one fault at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sub_errors: Vec<SubError>,
    /// The HTTP status.
    #[serde(skip)]
    pub status: u16,
}

/// One of several faults: of a parameter, or of a database statement.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase", untagged)]
#[allow(missing_docs, reason = "OCP's own words")]
pub enum SubError {
    Parameter { field: &'static str, message: &'static str, object: &'static str, rejected_value: Value },
    Database { code: i64, message: &'static str, sqlstate: &'static str },
}

impl ApiError {
    /// An error with a code of either kind.
    pub fn new(status: u16, code: impl Into<Value>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), sub_errors: Vec::new(), status }
    }

    /// 401: nobody is logged on.
    pub fn not_logged_on(language: Language) -> Self {
        let message = match language {
            Language::English => "You are not logged on.",
            Language::Chinese => "用户未登录",
        };
        Self::new(401, "IAM10000", message)
    }

    /// 403: logged on, but not allowed.
    pub fn not_authorized(language: Language) -> Self {
        let message = match language {
            Language::English => "You are not authorized to perform this operation.",
            Language::Chinese => "用户无权限执行此操作",
        };
        Self::new(403, "IAM11000", message)
    }

    /// 404: OCP throws this without its argument, so the placeholder reaches the reader.
    pub fn no_such_task(v1: bool, language: Language) -> Self {
        let message = match language {
            Language::English => "The {0} task does not exist.",
            Language::Chinese => "任务 {0} 不存在",
        };
        Self::new(404, code(v1, 20_000, "TSK10001"), message)
    }

    /// 400: a path parameter is no number.
    pub fn bad_parameter(name: &str, value: &str) -> Self {
        Self::new(400, 0, format!("The parameter '{name}' of value '{value}' could not be converted to type 'Long'"))
    }

    /// 400: OCP has no 404 for addresses it does not know.
    pub fn unknown_address(method: &str, path: &str) -> Self {
        Self::new(400, 0, format!("Could not find the {method} method for URL {path}"))
    }

    /// What OCP answers to a refused action.
    pub fn refused(refusal: &Refusal, v1: bool, language: Language) -> Self {
        match (refusal, language) {
            (Refusal::NoSuchSubtask, _) => Self::no_such_task(v1, language),
            (Refusal::NotNow { id, because }, Language::English) => Self::new(
                400,
                code(v1, 20_003, "TSK10007"),
                format!("This operation is not supported for the {id} task in the {because} state."),
            ),
            (Refusal::NotNow { id, because }, Language::Chinese) => {
                Self::new(400, code(v1, 20_003, "TSK10007"), format!("任务 {id} 的状态为 {because}，不支持此操作"))
            }
            (Refusal::RollbackProhibited { id }, Language::English) => {
                Self::new(400, code(v1, 20_004, "TSK10009"), format!("Task {id} can not rollback."))
            }
            (Refusal::RollbackProhibited { id }, Language::Chinese) => {
                Self::new(400, code(v1, 20_004, "TSK10009"), format!("任务 {id} 不允许回滚"))
            }
        }
    }
}

fn code(v1: bool, number: i64, word: &str) -> Value {
    if v1 { Value::from(number) } else { Value::from(word) }
}
