//! The words for each way of not getting a task: what happened, and what to do about it.

use taskscope_core::words::Lang;

use crate::source::{Detail, ErrorKind, LoadError};

/// What an error page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorWords {
    /// What happened.
    pub title: &'static str,
    /// What it means, and what to do.
    pub advice: &'static str,
}

/// The words for an error: those of its kind, unless more is known of it.
#[must_use]
pub fn words_of(lang: Lang, error: &LoadError) -> ErrorWords {
    let (title, advice) = match (error.kind, error.status) {
        (ErrorKind::NotJson, Some(404)) => match lang {
            Lang::En => (
                "There is no OCP API at this address",
                "Another server, or another path of OCP's, answered. Check apiBase in taskscope.json: OCP has its API at \
                 /api/v2.",
            ),
            Lang::Zh => (
                "该地址没有 OCP API",
                "应答来自其他服务器，或 OCP 的其他路径。请检查 taskscope.json 中的 apiBase：OCP 的 API 位于 /api/v2。",
            ),
        },
        (ErrorKind::Forbidden, _) if !error.is_ocps() => match lang {
            Lang::En => (
                "The request was refused on its way to OCP",
                "This is not OCP's own refusal: a firewall (WAF), a gateway or a proxy may have answered. Ask those who run \
                 it to let the requests to OCP's API through.",
            ),
            Lang::Zh => (
                "请求在到达 OCP 之前被拒绝",
                "这不是 OCP 的应答，可能来自防火墙（WAF）、网关或代理。请联系其管理员放行对 OCP API 的请求。",
            ),
        },
        (ErrorKind::NotJson, None) => match lang {
            Lang::En => (
                "This is not JSON",
                "A task is the JSON that OCP's API answers with. Make sure that it is the right file, or copy it again.",
            ),
            Lang::Zh => ("这不是 JSON", "任务应为 OCP API 返回的 JSON。请确认文件无误，或重新复制。"),
        },
        (ErrorKind::Malformed, None) if matches!(error.detail, Detail::NoUnpacking) => match lang {
            Lang::En => (
                "This browser cannot open such a link",
                "The link holds the task's data, which this browser is too old to unpack. Open it in a newer one, or ask \
                 for the task's JSON and paste it.",
            ),
            Lang::Zh => (
                "本浏览器无法打开此类链接",
                "链接中包含压缩的任务数据，当前浏览器版本过旧，无法解压。请使用新版浏览器，或索取任务的 JSON 并粘贴。",
            ),
        },
        (kind, _) => match lang {
            Lang::En => english(kind),
            Lang::Zh => chinese(kind),
        },
    };
    ErrorWords { title, advice }
}

/// What the program saw, for those who look closer.
#[must_use]
pub fn technical(lang: Lang, detail: &Detail) -> String {
    match detail {
        Detail::Words(words) => words.clone(),
        Detail::Broken { line, column, truncated, reason } => match lang {
            Lang::En => {
                let what = if *truncated { "the data ends too early" } else { "the data is broken" };
                format!("{what}: line {line}, column {column}: {reason}")
            }
            Lang::Zh => {
                let what = if *truncated { "数据提前结束" } else { "数据已损坏" };
                format!("{what}：第 {line} 行，第 {column} 列：{reason}")
            }
        },
        Detail::NotATask => lang.pick("JSON without a task in it", "JSON 中没有任务").to_owned(),
        Detail::CutLink => lang.pick("the link was cut or changed on its way", "链接在传递中被截断或改动").to_owned(),
        Detail::AnotherTask => {
            lang.pick("the answer holds another task than the one asked for", "应答中是另一个任务").to_owned()
        }
        Detail::NoUnpacking => {
            lang.pick("the browser has no DecompressionStream", "浏览器不支持 DecompressionStream").to_owned()
        }
    }
}

fn english(kind: ErrorKind) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::Unauthorized => {
            ("You are not signed in to OCP", "Sign in to OCP in another tab of this browser, then try again here.")
        }
        ErrorKind::Forbidden => (
            "You may not see this task",
            "OCP asks for the TASK_VIEWER permission (since 4.3: read-only on the object, and the Task Center menu). \
             Ask an administrator of OCP, or ask someone who may see it for a link with the data inside.",
        ),
        ErrorKind::NotFound => {
            ("OCP has no task with this ID", "Check the ID. It may belong to another OCP, or be the ID of a subtask.")
        }
        ErrorKind::RateLimited => (
            "OCP asks to wait: too many requests",
            "OCP limits how often each user may ask. This page tries again by itself as soon as it may.",
        ),
        ErrorKind::Server => (
            "OCP could not answer",
            "The error is on the server's side. Try again; if it stays, give support the trace ID and the server below.",
        ),
        ErrorKind::Network => (
            "No answer from the server",
            "The network may be down, or the browser forbade the request because OCP is on another origin (CORS) or \
             the page's policy does not allow it: browsers do not say which. taskscope must be served from OCP's own \
             origin or through a proxy on it. You can also paste the task's JSON.",
        ),
        ErrorKind::Timeout => (
            "The server fell silent",
            "No data came for 15 seconds or more; the server may be busy. The next try waits longer.",
        ),
        ErrorKind::NotJson => (
            "This is not an answer of OCP",
            "Something else answered: a login page, a proxy's error page, or another server. Sign in to OCP, and check \
             the API's address in taskscope.json.",
        ),
        ErrorKind::Malformed => (
            "The data is damaged, or not a task",
            "If it came from the server, try again: the connection may have been cut. If you pasted it, make sure that \
             you copied all of it.",
        ),
        ErrorKind::Rejected => ("OCP refused the request", "What OCP says of it, if anything, is below."),
        ErrorKind::BadId => ("This is not a task ID", "A task ID has digits only, such as 35000312."),
    }
}

fn chinese(kind: ErrorKind) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::Unauthorized => ("尚未登录 OCP", "请在本浏览器的另一个标签页登录 OCP，然后在此重试。"),
        ErrorKind::Forbidden => (
            "无权查看该任务",
            "OCP 要求 TASK_VIEWER 权限（4.3 起：对象的只读权限及任务中心菜单）。请联系 OCP 管理员，或请有权限的人分享包含数据的链接。",
        ),
        ErrorKind::NotFound => ("OCP 中没有该 ID 的任务", "请检查 ID：它可能属于另一套 OCP，或是子任务的 ID。"),
        ErrorKind::RateLimited => {
            ("请求过于频繁，OCP 要求稍候", "OCP 限制每个用户的请求频率。一旦允许，本页会自动重试。")
        }
        ErrorKind::Server => {
            ("OCP 未能响应", "错误发生在服务端。请重试；若持续出现，请将下方的 Trace ID 与服务器告知技术支持。")
        }
        ErrorKind::Network => (
            "服务器没有响应",
            "可能是网络中断，也可能是浏览器因跨域（CORS）或页面策略禁止了请求：浏览器不会说明是哪一种。\
             taskscope 须与 OCP 同源部署，或通过同源代理访问。也可以直接粘贴任务的 JSON。",
        ),
        ErrorKind::Timeout => ("服务器停止响应", "15 秒或更久没有收到数据，服务器可能繁忙。下次重试会等待更久。"),
        ErrorKind::NotJson => (
            "返回的不是 OCP 的数据",
            "应答来自登录页、代理的错误页或其他服务器。请先登录 OCP，并检查 taskscope.json 中的 API 地址。",
        ),
        ErrorKind::Malformed => {
            ("数据已损坏，或不是任务", "若来自服务器，请重试：连接可能被中断。若为粘贴内容，请确认已完整复制。")
        }
        ErrorKind::Rejected => ("OCP 拒绝了请求", "OCP 返回的信息（如有）见下方。"),
        ErrorKind::BadId => ("这不是任务 ID", "任务 ID 只含数字，例如 35000312。"),
    }
}
