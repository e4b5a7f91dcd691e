/** The only style of the page; what it allows is told by its hash. */
export const style = `
:root{color-scheme:light dark;--page:#faf9f7;--panel:#fff;--text:#1d1d1b;--muted:#62605a;--line:#e7e4de;--active:#47729f;--pending:#93b3d2;--disconnected:#d5d9dd;--edge:#a9b0b7;--other:#8d8778;--drift:#c2410c;--drift-soft:#fff3ea;--error:#b42318;--error-soft:#fdf0ee;--ok:#27693c;--ok-soft:#edf6ef;--dot:#fff}
@media (prefers-color-scheme:dark){:root{--page:#121315;--panel:#1a1b1e;--text:#ecebe8;--muted:#a5a39d;--line:#2d2f33;--active:#5d8ec2;--pending:#36526f;--disconnected:#2c3035;--edge:#565d65;--other:#8f8a7e;--drift:#ff8a4c;--drift-soft:#33211a;--error:#ff8177;--error-soft:#351e1d;--ok:#7bcb92;--ok-soft:#1a2a1f;--dot:#1a1b1e}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main{max-width:70rem;margin:0 auto;padding:3rem 1.5rem 4rem}
h1,h2,h3{line-height:1.25;margin:0;font-weight:640;letter-spacing:-.012em}
h1{font-size:1.9rem;letter-spacing:-.022em;text-wrap:balance}
h2{font-size:1.2rem;margin:3rem 0 .9rem}
h3{font-size:1rem}
p{margin:0}
code{font:.86em ui-monospace,"Cascadia Mono",Consolas,Menlo,monospace;color:var(--muted)}
.over{color:var(--muted);font-size:.86rem;margin-bottom:.6rem}
.muted{color:var(--muted);font-weight:400}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:1px;margin:1.8rem 0 0;background:var(--panel);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.figures div{box-shadow:0 0 0 1px var(--line);padding:.8rem 1.1rem}
.figures dt{color:var(--muted);font-size:.82rem}
.figures dd{margin:0;font-size:1.5rem;font-weight:620;line-height:1.3;letter-spacing:-.02em}
.figures .drift dd{color:var(--drift)}
.figures .error dd{color:var(--error)}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.3rem;margin-bottom:.9rem}
.panel.error{border-left:3px solid var(--error)}
.head{display:flex;flex-wrap:wrap;gap:.2rem .7rem;align-items:baseline;margin-bottom:.8rem}
.badge{font-size:.78rem;font-weight:600;padding:.06rem .55rem;border-radius:99px;letter-spacing:0;white-space:nowrap}
.badge.drift{color:var(--drift);background:var(--drift-soft)}
.badge.error{color:var(--error);background:var(--error-soft)}
.badge.ok{color:var(--ok);background:var(--ok-soft)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:0 0 1rem;font-size:.86rem;color:var(--muted)}
.legend li{display:flex;gap:.45rem;align-items:center}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;font-weight:400;color:var(--muted);vertical-align:top}
thead th{font-size:.8rem;padding:0 1rem .35rem 0;border-bottom:1px solid var(--line)}
td{vertical-align:top}
tbody td,tbody th{padding:.45rem 1rem .45rem 0;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0;padding-bottom:0}
.number{text-align:right;padding-right:0!important;white-space:nowrap}
.hosts th:first-child{color:var(--text);width:15rem}
.hosts thead th:first-child{color:var(--muted)}
.findings{table-layout:fixed}
.findings th:nth-child(2){width:22%}.findings th:nth-child(3){width:4.6rem}.findings th:nth-child(4){width:24%}.findings th:nth-child(5){width:15%}.findings th:nth-child(6){width:9.6rem}
.findings code{white-space:nowrap}
.hosts tbody td,.hosts tbody th{padding-top:.4rem;padding-bottom:.4rem}
.squares{display:flex;flex-wrap:wrap;gap:3px;padding-top:.26rem}
.squares b{display:contents}
i{display:block;flex:none;width:14px;height:14px;border-radius:3.5px;background:var(--other);-webkit-print-color-adjust:exact;print-color-adjust:exact}
.active i,i.active{background:var(--active)}
.pending i,i.pending{background:var(--pending)}
.disconnected i,i.disconnected{background:var(--disconnected);border:1px solid var(--edge)}
.drift i,i.drift{background:radial-gradient(circle at center,var(--dot) 0 2.2px,transparent 2.9px) var(--drift)}
.waiting i,i.waiting{background:linear-gradient(135deg,var(--drift) 50%,transparent 50%);border:2px solid var(--drift)}
.ignored i,i.ignored{background:none;border:2px solid var(--drift)}
.bar{display:block;width:100%;height:12px;margin-top:.35rem;border-radius:3px;fill:var(--other)}
.bar .active{fill:var(--active)}.bar .pending{fill:var(--pending)}.bar .disconnected{fill:var(--disconnected)}.bar .drift{fill:var(--drift)}.bar .waiting{fill:var(--drift);opacity:.7}.bar .ignored{fill:var(--drift);opacity:.45}
.facts{display:grid;grid-template-columns:6.5rem 1fr;gap:.25rem 1rem;margin:0 0 1rem;font-size:.93rem}
.facts:last-child{margin-bottom:0}
.facts dt{color:var(--muted)}
.facts dd{margin:0}
.to{color:var(--drift);font-weight:600}
.new{color:var(--drift)}
.faint td{color:var(--muted)}
.faint .to{color:inherit;font-weight:400}
.reason{display:block;font-size:.86rem}
ul.plain{list-style:none;margin:0;padding:0}
ul.plain li+li{margin-top:.5rem}
footer{margin-top:3rem;color:var(--muted);font-size:.86rem}
@media (max-width:46rem){main{padding:1.6rem 1rem 3rem}h1{font-size:1.45rem}h2{margin-top:2.2rem}.panel{padding:.9rem 1rem}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.5rem}table,tbody,tr,td,tbody th{display:block;width:auto!important}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}tbody tr{padding:.6rem 0;border-bottom:1px solid var(--line)}tbody tr:last-child{border-bottom:0;padding-bottom:0}tbody td,tbody th{border:0;padding:.08rem 0!important}.number{text-align:left}.number::after{content:" sessions";color:var(--muted)}td[data-is]{display:grid;grid-template-columns:5.5rem 1fr;gap:.5rem}td[data-is]::before{content:attr(data-is);color:var(--muted)}td>.cell{min-width:0}.findings td:first-child{font-weight:600}.facts dt{font-size:.82rem}}
@media print{:root{color-scheme:light;--page:#fff;--panel:#fff;--text:#000;--muted:#444;--line:#ccc;--active:#47729f;--pending:#93b3d2;--disconnected:#eee;--edge:#777;--drift:#b03a08;--drift-soft:#fff;--error:#a01208;--error-soft:#fff;--ok:#1d5530;--ok-soft:#fff;--dot:#fff}body{font-size:10.5pt}main{padding:0;max-width:none}.panel,tr{break-inside:avoid}h2,h3{break-after:avoid}}
`;
