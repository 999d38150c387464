"""Make mlps.json: multilayer perceptrons with losses and gradients from PyTorch.

    python3 make_mlps.py        (needs torch)

Every layer is act(x W^T + b), the last one too. Parameters, inputs and targets are multiples of 1/256,
so they are exact in float32 and short as text. Loss and gradients are PyTorch's in float64;
loss_f32 is the same computation in float32.
"""

import json
import pathlib

import torch
from torch.nn import functional

SIZES = [[3, 1], [4, 5, 2], [6, 5, 4, 3, 2], [10, 20, 30, 40, 1], [5, 4, 4, 4, 4, 4, 4, 1]]
ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softplus": functional.softplus,
}
GRID = 256.0
# A relu's derivative jumps at 0: no preactivation may come this near.
KINK_MARGIN = 1e-3
# Nor may a relu case have a tensor whose gradient is all but zero.
MIN_ACTIVE_GRADIENT = 1e-4


def on_grid(tensor):
    return torch.round(tensor * GRID) / GRID


def draw(sizes, batch, generator):
    """Xavier-uniform weights, small biases and normal inputs."""
    weights, biases = [], []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        bound = (6.0 / (fan_in + fan_out)) ** 0.5
        uniform = torch.rand(fan_out, fan_in, generator=generator, dtype=torch.float64)
        weights.append(on_grid((2.0 * uniform - 1.0) * bound))
        uniform = torch.rand(fan_out, generator=generator, dtype=torch.float64)
        biases.append(on_grid(uniform - 0.5))
    x = on_grid(torch.randn(batch, sizes[0], generator=generator, dtype=torch.float64))
    return weights, biases, x


def draw_target(sizes, batch, loss, generator):
    if loss == "half_mse":
        return on_grid(torch.randn(batch, sizes[-1], generator=generator, dtype=torch.float64))
    return torch.randint(sizes[-1], (batch,), generator=generator)


def evaluate(activation, loss, weights, biases, x, target):
    """The loss, the output, and the smallest distance of a preactivation from 0."""
    nearest = float("inf")
    h = x
    for weight, bias in zip(weights, biases):
        z = h @ weight.T + bias
        nearest = min(nearest, z.detach().abs().min().item())
        h = ACTIVATIONS[activation](z)
    if loss == "half_mse":
        return 0.5 * torch.mean((h - target) ** 2), h, nearest
    return functional.cross_entropy(h, target), h, nearest


def to_float32(tensors):
    return [t.detach().to(torch.float32) if t.is_floating_point() else t for t in tensors]


def try_case(sizes, activation, loss, batch, seed):
    """One case, or None where a relu sits at its kink or has cut off a whole layer."""
    generator = torch.Generator().manual_seed(seed)
    weights, biases, x = draw(sizes, batch, generator)
    target = draw_target(sizes, batch, loss, generator)
    active = [*weights, *biases, x]
    for tensor in active:
        tensor.requires_grad_(True)
    value, output, nearest = evaluate(activation, loss, weights, biases, x, target)
    value.backward()
    if activation == "relu":
        cut_off = any(t.grad.abs().max() < MIN_ACTIVE_GRADIENT for t in active)
        if nearest < KINK_MARGIN or cut_off:
            return None
    *flat, x32, target32 = to_float32([*weights, *biases, x, target])
    layers = len(weights)
    value32, _, _ = evaluate(activation, loss, flat[:layers], flat[layers:], x32, target32)
    return {
        "name": "-".join(map(str, sizes)) + f" {activation} {loss}",
        "sizes": sizes,
        "activation": activation,
        "loss": loss,
        "seed": seed,
        "weights": [w.tolist() for w in weights],
        "biases": [b.tolist() for b in biases],
        "x": x.tolist(),
        "y" if loss == "half_mse" else "classes": target.tolist(),
        "output": output.tolist(),
        "loss_f64": value.item(),
        "loss_f32": value32.item(),
        "weight_gradients": [w.grad.tolist() for w in weights],
        "bias_gradients": [b.grad.tolist() for b in biases],
        "x_gradient": x.grad.tolist(),
    }


def make_case(sizes, activation, loss, batch, first_seed):
    """The case of the first seed that gives one: only relu ever rejects a seed."""
    for seed in range(first_seed, first_seed + 1000):
        case = try_case(sizes, activation, loss, batch, seed)
        if case is not None:
            return case
    raise RuntimeError(f"no usable seed for {sizes} {activation} {loss}")


def make_cases():
    for sizes in SIZES:
        for activation in ACTIVATIONS:
            # The cross-entropy of a single class is always 0.
            losses = ["half_mse"] if sizes[-1] == 1 else ["half_mse", "cross_entropy"]
            for loss in losses:
                yield sizes, activation, loss


def main():
    torch.set_num_threads(1)
    cases = [
        make_case(sizes, activation, loss, batch=3 + index % 5, first_seed=1000 * (index + 1))
        for index, (sizes, activation, loss) in enumerate(make_cases())
    ]
    about = (
        f"PyTorch {torch.__version__.split('+')[0]}. Layers act(x W^T + b), weights[layer][out][in], the "
        "activation on every layer, the last too. half_mse: 0.5*mean((output-y)^2) over batch and outputs; "
        "cross_entropy: mean over the batch of -log_softmax(output)[class]. Gradients of loss_f64."
    )
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path = pathlib.Path(__file__).with_name("mlps.json")
    path.write_text('{"about": ' + json.dumps(about) + ',\n"cases": [\n' + lines + "\n]}\n")
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
