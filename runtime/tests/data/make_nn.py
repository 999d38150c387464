"""Writes nn.json: values and gradients of network layers, computed by PyTorch in float64.

Inputs and cotangents are multiples of 1/256, so that they are exact in float32 too.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)


def exact(*shape, scale=2.0):
    return torch.round(torch.randn(shape) * scale * 256) / 256


def record(name, function, arguments, extra=None):
    """The output of `function`, and the gradients of sum(output * output_bar)."""
    arguments = [a.clone().requires_grad_() for a in arguments]
    output = function(*arguments)
    output_bar = exact(*output.shape)
    output.backward(output_bar)
    case = {
        "name": name,
        "arguments": [pack(a) for a in arguments],
        "output": pack(output),
        "output_bar": pack(output_bar),
        "gradients": [pack(a.grad) for a in arguments],
    }
    return case | (extra or {})


def pack(tensor):
    tensor = tensor.detach()
    return {"shape": list(tensor.shape), "data": tensor.flatten().tolist()}


FAR = torch.tensor([[-1000.0, -90.0, -37.5, -17.0, -1.0], [-1 / 256, 1 / 256, 1.0, 17.0, 90.0]])
# Logits far apart, equal, and far from zero.
ROWS = torch.tensor([[1000.0, 999.0, -1000.0], [0.0, 0.0, 0.0], [-500.0, -500.5, -501.0]])

cases = []
for batch, inputs, outputs in [(1, 1, 1), (3, 5, 2), (7, 17, 9), (33, 3, 1)]:
    arguments = [exact(batch, inputs), exact(outputs, inputs), exact(outputs)]
    cases.append(record("linear", F.linear, arguments))
for name, function in [
    ("sigmoid", torch.sigmoid),
    ("tanh", torch.tanh),
    ("relu", F.relu),
    ("softplus", lambda x: torch.logaddexp(x, torch.zeros_like(x))),
]:
    for x in [exact(1, 1), exact(3, 5), exact(7, 17), FAR]:
        cases.append(record(name, function, [x]))
for name, function in [
    ("softmax", lambda x: torch.softmax(x, 1)),
    ("log_softmax", lambda x: torch.log_softmax(x, 1)),
    ("logsumexp", lambda x: torch.logsumexp(x, 1)),
]:
    for x in [exact(1, 1), exact(3, 5), exact(7, 17), ROWS]:
        cases.append(record(name, function, [x]))
for shape in [(1, 1), (3, 5), (5, 37)]:
    target = exact(*shape)
    extra = {"target": pack(target)}
    cases.append(record("mse", lambda x: F.mse_loss(x, target), [exact(*shape)], extra))
for x in [exact(1, 1), exact(3, 5), exact(7, 17), ROWS]:
    classes = torch.randint(0, x.shape[1], (x.shape[0],))
    extra = {"classes": classes.tolist()}
    cases.append(record("cross_entropy", lambda x: F.cross_entropy(x, classes), [x], extra))

path = pathlib.Path(__file__).with_name("nn.json")
about = f"made by {pathlib.Path(__file__).name} with PyTorch {torch.__version__}"
lines = ",\n".join(json.dumps(case) for case in cases)
path.write_text('{"about": %s, "cases": [\n%s\n]}\n' % (json.dumps(about), lines))
